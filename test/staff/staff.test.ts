import { beforeEach, describe, expect, test } from 'vitest'
import { invite, type Role } from '../../src/staff/members.ts'
import { COMMANDS, listedFor } from '../../src/staff/handle-staff.ts'
import { staffTexts } from '../../src/staff/words.ts'
import { scenes } from '../conversation/scene.ts'
import type { Shop, ShopOptions } from '../support/shop.ts'

const here = scenes()
let shop: Shop

const open = async (options: ShopOptions = {}) => (shop = await here.open(options))
const invitation = (role: Role) => shop.store.transaction(tx => invite({ tx, clock: shop.clock }, role, null))
/** Somebody of the shop, with a chat in the same bot as the customers. */
async function member(name: string, role: Role) {
  const person = await shop.customer(name)
  await person.starts(await invitation(role))
  return person
}

describe('who is staff', () => {
  beforeEach(() => open())

  test('an invitation makes one person staff, once', async () => {
    const payload = await invitation('support')
    const negar = await shop.customer('نگار')
    await negar.starts(payload)
    negar.hears('همکار پشتیبانی')
    negar.hears('/help')
    const stranger = await shop.customer('غریبه')
    await stranger.starts(payload)
    expect(stranger.news().join()).not.toMatch(/پشتیبانی این فروشگاه|\/answers/)
    expect(await shop.store.db.staff.count()).toBe(1)
  })

  test('two who open the same invitation at once: one is staff', async () => {
    const payload = await invitation('manager')
    const [one, two] = [await shop.customer('یک'), await shop.customer('دو')]
    await Promise.all([one.starts(payload), two.starts(payload)])
    expect(await shop.store.db.staff.count()).toBe(1)
  })

  test('after two days an invitation is worth nothing', async () => {
    const payload = await invitation('support')
    await shop.passes('2d 1m')
    const late = await shop.customer('دیر')
    await late.starts(payload)
    expect(await shop.store.db.staff.count()).toBe(0)
  })

  test.each(COMMANDS.map(({ name }) => name))('to a customer /%s does not exist', async name => {
    await member('نگار', 'manager')
    const audited = await shop.store.db.staffAudit.count()
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    reza.news()
    await reza.says(`/${name} 1`)
    await shop.passes('1m')
    // Not understood, or handed to a person: never refused, which would tell that it exists.
    expect(reza.news().join('\n')).toMatch(/درست متوجه نشدم|سپردمش به همکارم/)
    await reza.does({ kind: 'choice', token: `s:${name}:1` })
    reza.hears('این دکمه دیگه کار نمی‌کنه')
    expect(await shop.store.db.staffAudit.count()).toBe(audited)
  })

  test('a command that was forwarded or edited is none', async () => {
    const sara = await here.asked(shop, 'سارا', { delivered: true })
    await sara.taps('خیلی بده 😞')
    const negar = await member('نگار', 'support')
    const { number } = (await sara.cases())[0]!
    await negar.does({ kind: 'text', text: `/close ${number}`, forwarded: true })
    await negar.does({ kind: 'text', text: `/close ${number}`, edited: true })
    expect((await sara.cases())[0]!.state).toBe('open')
  })

  test('support cannot invite; a manager can, and can take it back at once', async () => {
    const boss = await member('مدیر', 'manager')
    const negar = await member('نگار', 'support')
    await negar.says('/invite manager')
    negar.hears('این کارها')
    expect(await shop.store.db.staffInvitation.count({ where: { usedAt: null } })).toBe(0)
    await boss.says('/invite support')
    boss.hears(/start=staff-[\w-]{24}/)
    await boss.says('/staff')
    await boss.taps('گرفتن دسترسی نگار')
    boss.hears('دسترسی نگار همین الان گرفته شد')
    negar.news()
    await negar.says('/cases')
    expect(negar.news().join()).not.toContain('پرونده')
  })

  test('the only manager cannot be lost', async () => {
    const boss = await member('مدیر', 'manager')
    const { id } = await shop.store.db.staff.findFirstOrThrow()
    await boss.does({ kind: 'choice', token: `s:revoke:${id}` })
    boss.hears('تنها مدیره')
  })

  test('what was done is written down, and nobody can change it', async () => {
    const boss = await member('مدیر', 'manager')
    await boss.says('/report')
    const audit = await shop.store.db.staffAudit.findMany({ orderBy: { id: 'asc' } })
    expect(audit.map(({ action }) => action)).toEqual(['invite', 'join', 'report'])
    await expect(shop.store.db.sql(`UPDATE staff_audit SET action = 'x'`)).rejects.toThrow(/never changed/)
    await expect(shop.store.db.sql(`DELETE FROM staff_audit`)).rejects.toThrow(/never changed/)
  })
})

describe('an unhappy customer and the person who answers', () => {
  test('the case is told at once, answered from the chat, and its end lets selling go on', async () => {
    await open()
    const negar = await member('نگار', 'support')
    const sara = await here.asked(shop, 'سارا', { delivered: true })
    negar.news()
    await sara.taps('خیلی بده 😞')
    const [told] = negar.news()
    expect(told).toMatch(/پرونده‌ی .* باز شد · سارا/)
    await negar.taps('دیدن پرونده')
    negar.hears('خیلی بده')
    await negar.taps('جواب می‌دم')
    negar.hears('بنویسید')
    await negar.says('سلام سارا، کفش سایز ۴۰ رو فردا می‌فرستم.')
    negar.hears('ده ثانیه')
    await shop.passes('11s')
    sara.hears('سلام سارا، کفش سایز ۴۰ رو فردا می‌فرستم.')
    // Said once: the next words are no reply.
    await negar.says('ممنون')
    negar.hears('/help')
    sara.hears('سلام سارا، کفش سایز ۴۰ رو فردا می‌فرستم.')
    await sara.says('سایز ۴۱ هم دارید؟')
    await shop.passes('1m')
    expect(negar.news().join('\n')).toContain('سایز ۴۱ هم دارید؟')
    expect((await sara.plan()).filter(row => row.reason === 'open-case')).not.toHaveLength(0)
    const { number } = (await sara.cases())[0]!
    await negar.says(`/close ${number}`)
    negar.hears('بسته شد')
    expect((await sara.plan()).filter(row => row.reason === 'open-case')).toHaveLength(0)
    await negar.says(`/reply ${number} دوباره`)
    negar.hears('چیزی فرستاده نشد')
  })

  test('two of support who answer at once are both heard, and closing twice closes once', async () => {
    await open()
    const [one, two] = [await member('یک', 'support'), await member('دو', 'support')]
    const sara = await here.asked(shop, 'سارا', { delivered: true })
    await sara.taps('بده 🙁')
    const { number } = (await sara.cases())[0]!
    await Promise.all([one.says(`/close ${number}`), two.says(`/close ${number}`)])
    expect([...one.news(), ...two.news()].filter(text => text.includes('بسته شد.'))).toHaveLength(1)
  })
})

describe('what support reads', () => {
  test('answers, newest first, some at a time, the unhappy ones alone', async () => {
    await open({ policy: { questionsPerHour: 1000 } })
    const negar = await member('نگار', 'support')
    for (const name of ['سارا', 'رضا', 'مینا', 'علی', 'زهرا', 'حسن']) {
      const person = await here.asked(shop, name, { delivered: true })
      await person.taps(name === 'رضا' ? 'بده 🙁' : 'خوبه 🙂')
    }
    await negar.says('/answers')
    negar.hears('جواب‌ها (۶):')
    expect(negar.news().at(-1)!.split('\n').filter(line => line.startsWith('•'))).toHaveLength(5)
    await negar.taps('بعدی‌ها')
    negar.hears(/^جواب‌ها \(۶\):\n• سارا .*$/)
    await negar.says('/answers bad')
    negar.hears('رضا · راضی بود؟ بد (۲ از ۵)')
    await negar.says('/report')
    negar.hears('رضایت: ۸۳٪')
  })

  test('a person by phone, as staff type it, and why each message goes or not', async () => {
    await open()
    const negar = await member('نگار', 'support')
    const sara = await shop.customer('سارا', { phone: '+989121234567', offers: false })
    await sara.buys('running-shoes', { externalId: '1042' })
    await negar.says('/customer ۰۹۱۲۱۲۳۴۵۶۷')
    negar.hears('سارا · ۱ سفارش')
    await negar.says('/why 1042')
    negar.hears('پیام‌های سارا')
    negar.hears(/after-purchase\/day-14.* · نمی‌ره \(گفت نفرستید\)/)
    await negar.says('/customer 999')
    negar.hears('پیدا نکردم')
  })

  test('in English too', async () => {
    await open({ locale: 'en' })
    const sam = await member('Sam', 'manager')
    for (const { name } of COMMANDS) {
      await sam.says(`/${name}`)
      expect(sam.news().at(-1)).not.toMatch(/\p{Script=Arabic}/u)
    }
    await sam.says('/why 1042')
    sam.hears('Nobody found')
  })
})

test('staff’s words stand in both languages', () => {
  expect(staffTexts.problems).toEqual([])
  for (const name of listedFor('manager')) expect(staffTexts.has('fa', `help-${name}`)).toBe(true)
})
