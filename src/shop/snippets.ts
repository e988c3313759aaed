/** Lines to be copied into the shop: where they go, and what they do there. Pure. */
import type { Config } from '../config.ts'

export type Snippet = { title: string; code: string }

/** In the shop's language. `config`: whatever has the shop and the public address. */
export function snippets({ shop, publicUrl }: Pick<Config, 'shop' | 'publicUrl'>): Snippet[] {
  const fa = shop.locale === 'fa'
  const say = (persian: string, english: string) => (fa ? persian : english)
  const words = say('پیگیری سفارش، پرسش و پیشنهادهای ما در گفت‌وگو:', 'Follow your order, ask us, get our offers in the chat:')
  return [
    { title: say('دکمه‌ی گفت‌وگو در همه‌ی صفحه‌های سایت (پیش از </body>)', 'The chat button on every page of the site (before </body>)'), code: `<script src="${publicUrl}/widget.js" async></script>` },
    {
      title: say('ووکامرس: لینک شخصی مشتری در صفحه‌ی تشکر، ایمیل و پیامک سفارش (functions.php قالب فرزند، یا افزونه‌ی Code Snippets)', 'WooCommerce: the customer’s personal link on the thank-you page, in e-mails and SMS (functions.php of the child theme, or the plugin Code Snippets)'),
      code: `define( 'BAZGASHT_URL', '${publicUrl}' );
define( 'BAZGASHT_SECRET', '…' ); // ${say('همان WOOCOMMERCE_WEBHOOK_SECRET', 'the same as WOOCOMMERCE_WEBHOOK_SECRET')}

function bazgasht_link( $order ) {
  $number = $order->get_order_number();
  return BAZGASHT_URL . '/j/o-' . $number . '-' . substr( hash_hmac( 'sha256', "order/$number", BAZGASHT_SECRET ), 0, 20 );
}
function bazgasht_line( $order ) {
  if ( $order ) printf( '<p>%s <a href="%s">%s</a></p>', '${words}', esc_url( bazgasht_link( $order ) ), '${say('باز کردن گفت‌وگو', 'open the chat')}' );
}
add_action( 'woocommerce_thankyou', function ( $id ) { bazgasht_line( wc_get_order( $id ) ); } );
add_action( 'woocommerce_email_after_order_table', 'bazgasht_line' );
add_action( 'woocommerce_checkout_order_processed', function ( $id, $data, $order ) {
  $order->update_meta_data( '_bazgasht_link', bazgasht_link( $order ) );
  $order->save_meta_data();
}, 10, 3 );`,
    },
    {
      title: say('ووکامرس: سقف تخفیف درصدی (ووکامرس خودش سقف ندارد؛ بدون این، «۱۰٪ تا سقف ۲۰۰ هزار تومان» سقف ندارد)', 'WooCommerce: the ceiling of a percentage (WooCommerce itself knows none; without this "10 % up to 200,000" has no end)'),
      code: `add_filter( 'woocommerce_coupon_get_discount_amount', function ( $discount, $price, $item, $single, $coupon ) {
  $most = (float) $coupon->get_meta( 'bazgasht_ceiling' );
  if ( $most <= 0 || ! WC()->cart ) return $discount;
  $whole = WC()->cart->get_subtotal() * $coupon->get_amount() / 100;
  return $whole > $most ? $discount * $most / $whole : $discount;
}, 10, 5 );`,
    },
    {
      title: say('افزونه‌ی پیامک: متغیر لینک در متن پیامک سفارش (از فیلد سفارشی سفارش)', 'SMS plug-in: the link in the text about an order (a custom field of the order)'),
      code: `${say(`{first_name} عزیز، سفارش {order_id} ثبت شد. پیگیری و راهنمایی: {_bazgasht_link}`, `Hello {first_name}, we have your order {order_id}. Follow it here: {_bazgasht_link}`)}`,
    },
  ]
}
