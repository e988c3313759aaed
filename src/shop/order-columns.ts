/** The columns of an order file, by the names that shops and their people give them. */
import { columnsIn } from './columns.ts'

export const COLUMNS = {
  order: 'order, order id, order number, order no, order_id, externalId, شماره سفارش, سفارش, کد سفارش, شناسه سفارش, شماره فاکتور, فاکتور',
  date: 'date, order date, placed at, created at, purchase date, date created, تاریخ, تاریخ سفارش, تاریخ ثبت, تاریخ ثبت سفارش, تاریخ خرید',
  customer: 'customer id, customer, customer no, user id, client id, کد مشتری, شناسه مشتری, شماره مشتری',
  name: 'name, customer name, full name, first name, billing first name, نام, نام مشتری, نام خریدار, نام و نام خانوادگی',
  lastName: 'last name, surname, billing last name, نام خانوادگی, فامیلی',
  phone:
    'phone, mobile, phone number, mobile number, telephone, tel, cell, billing phone, تلفن, موبایل, شماره موبایل, شماره تلفن, شماره تماس, تلفن همراه, شماره همراه, همراه',
  email: 'email, e-mail, billing email, ایمیل, پست الکترونیک',
  city: 'city, billing city, شهر',
  status: 'status, order status, وضعیت, وضعیت سفارش',
  total: 'total, order total, grand total, amount, paid, مبلغ, مبلغ کل, جمع کل, جمع, مبلغ سفارش, مبلغ پرداختی',
  currency: 'currency, واحد پول, ارز',
  item: 'item, item name, product, product name, نام محصول, محصول, کالا, نام کالا, شرح کالا',
  sku: 'sku, product id, product code, item id, کد محصول, کد کالا, شناسه محصول',
  category: 'category, product category, دسته, دسته بندی, گروه',
  quantity: 'quantity, qty, count, تعداد',
  consumable: 'consumable, used up, مصرفی, تکرارشونده',
  unitPrice: 'unit price, price, item price, قیمت, قیمت واحد, فی, مبلغ واحد',
  discount: 'discount, discount amount, تخفیف, مبلغ تخفیف',
  shipping: 'shipping, shipping cost, shipping total, هزینه ارسال, کرایه, هزینه پست',
  deliveredAt: 'delivered, delivered at, delivery date, تاریخ تحویل',
  tracking: 'tracking, tracking code, tracking number, کد رهگیری, کد مرسوله',
  coupon: 'coupon, coupon code, coupons, کد تخفیف',
} as const
export type Column = keyof typeof COLUMNS

/** Where each column stands in this file. Unknown columns are left alone; a missing or doubled one is a UserError. */
export function findColumns(header: readonly string[]): Partial<Record<Column, number>> {
  return columnsIn<Column>(COLUMNS, header, [{ oneOf: ['order'], says: 'order number' }, { oneOf: ['date'], says: 'date' }])
}
