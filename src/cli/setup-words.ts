/** What `bazgasht setup` asks. `days` in the order Saturday to Friday. */
type Words = {
  yes: string; no: string; friday: string; again: string
  shop: string; agent: string; zone: string; zoneAgain: string; currency: string; amount(typed: string, shown: string): string
  token: string; tokenAgain: string; tokenUnknown: string; keepToken: string; bot(username: string): string
  whatsapp: string; woocommerce: string; completed: string; completedAgain: string; hook(url: string, secret: string): string[]; hours: string; daysOff: string; from: string; holidays: string
  days: string[]; done: string[]
}

export const setupWords: Record<'fa' | 'en', Words> = {
  fa: {
    yes: 'بله', no: 'نه', friday: 'جمعه', again: 'این نمی‌شه؛ دوباره بنویسید.',
    shop: 'اسم فروشگاه، همون‌طور که مشتری می‌شناسه؟', agent: 'اسم کوچک کسی که به مشتری‌ها جواب می‌ده؟ (خالی هم می‌شه)',
    zone: 'منطقه‌ی زمانی؟', zoneAgain: 'این منطقه رو نمی‌شناسم؛ مثلاً Asia/Tehran', currency: 'قیمت‌هاتون به تومان (1) است یا ریال (2)؟',
    amount: (typed, shown) => `پس ${typed} یعنی ${shown}. درسته؟`,
    token: 'توکن ربات تلگرام؟ در تلگرام به @BotFather بنویسید /newbot و خط توکن رو این‌جا بچسبونید. (خالی: بدون تلگرام)',
    tokenAgain: 'این شکل توکن نیست؛ کل خط رو بچسبونید، مثل 123456789:AA…', tokenUnknown: 'تلگرام این توکن رو تأیید نکرد:', keepToken: 'با همین ادامه بدیم؟ (اگه تلگرام این‌جا فیلتره، بله)',
    bot: username => `ربات پیدا شد: @${username}`,
    whatsapp: 'واتساپ هم وصل بشه؟ (بعد از شروع، یه کد می‌بینید که با گوشی فروشگاه اسکن می‌کنید)',
    woocommerce: 'فروشگاه‌تون با ووکامرسه؟',
    completed: 'سفارش «تکمیل‌شده» در فروشگاه شما یعنی چی؟ پولش رسیده (1)، فرستاده شده (2)، به دست مشتری رسیده (3)، معلوم نیست (4)', completedAgain: 'یکی از ۱ تا ۴ رو بنویسید.',
    hook: (url, secret) => ['', 'در پیشخوان وردپرس: ووکامرس، پیکربندی، پیشرفته، وب‌هوک‌ها، افزودن. موضوع: «سفارش به‌روز شد» (و یکی هم برای «سفارش ایجاد شد» و «سفارش حذف شد»):', `  نشانی تحویل: ${url}`, `  رمز:         ${secret}`],
    hours: 'پشتیبانی شنبه تا چهارشنبه ۹ تا ۱۸ و پنجشنبه ۹ تا ۱۳ جواب می‌ده؟', daysOff: 'چه روزهایی تعطیله؟', from: 'روزهای کاری از کی تا کی؟',
    holidays: 'تعطیلات پیش رو، با فاصله؟ (مثلاً 1405-01-01 1405-01-02؛ خالی هم می‌شه. بعداً از داخل ربات: /calm)',
    days: ['شنبه', 'یکشنبه', 'دوشنبه', 'سه‌شنبه', 'چهارشنبه', 'پنجشنبه', 'جمعه'],
    done: ['', '.env نوشته شد. حالا:', '  npm start', '  npx bazgasht staff invite --role manager    اولین مدیر', '  npx bazgasht doctor                         همه‌چیز سر جاشه؟'],
  },
  en: {
    yes: 'yes', no: 'no', friday: 'friday', again: 'That cannot be used; once more, please.',
    shop: "The shop's name, as customers know it?", agent: 'The first name of whoever answers customers? (may be empty)',
    zone: 'The time zone?', zoneAgain: 'There is no such zone; for example Asia/Tehran', currency: 'Are your prices toman (1) or rial (2)?',
    amount: (typed, shown) => `Then ${typed} means ${shown}. Is that right?`,
    token: "The token of the Telegram bot? Send /newbot to @BotFather, and paste the token's line here. (empty: without Telegram)",
    tokenAgain: 'That does not look like a token; paste the whole line, like 123456789:AA…', tokenUnknown: 'Telegram did not confirm it:', keepToken: 'Go on with it? (yes, if Telegram is filtered here)',
    bot: username => `Found the bot: @${username}`,
    whatsapp: "Connect WhatsApp as well? (after the start you see a code to scan with the shop's phone)",
    woocommerce: 'Is your shop a WooCommerce shop?',
    completed: 'What does "completed" mean for an order in your shop? paid (1), shipped (2), delivered (3), it is not certain (4)', completedAgain: 'One of 1 to 4, please.',
    hook: (url, secret) => ['', 'In WordPress: WooCommerce, Settings, Advanced, Webhooks, Add. Topic: Order updated (and one each for Order created and Order deleted):', `  Delivery URL: ${url}`, `  Secret:       ${secret}`],
    hours: 'Does support answer Saturday to Wednesday 9–18 and Thursday 9–13?', daysOff: 'Which days are off?', from: 'Working days, from when to when?',
    holidays: 'Holidays to come, with spaces? (for example 2026-03-21 2026-03-22; may be empty. Later from the chat: /calm)',
    days: ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    done: ['', '.env is written. Now:', '  npm start', '  npx bazgasht staff invite --role manager    the first manager', '  npx bazgasht doctor                         is everything in its place?'],
  },
}
