/**
 * Where each fault of the list is proved. Every campaign closes the ledger: planned = sent + failed + dropped + uncertain, twice 0,
 * lost 0, sent but not accepted 0. `npm run test:faults` runs each in its smallest form that can fail; FAULTS=full in full size.
 *
 * | fault | proved in |
 * |---|---|
 * | F1 kill -9 in a broadcast | kill.test.ts (two workers on PostgreSQL, one on the embedded database) |
 * | F2 the database restarts, is away, is not there at boot | kill.test.ts |
 * | F3 429, F4 after accept, F5 before accept, F6 gone, F17 hanging API | telegram.test.ts; each ending alone in test/bots/telegram/sending.test.ts |
 * | F7 a group that becomes another one | test/staff/group.test.ts |
 * | F8 clocks jump, F9 DST, F10 missed time | clocks.test.ts; test/schedule/recurring.test.ts and test/journeys/local-time.test.ts |
 * | F11 copies, F12 disorder, F14 many taps | receiving.test.ts; test/conversation/inbox.test.ts, evidence.test.ts |
 * | F13 the poller is killed | receiving.test.ts; WhatsApp and the staff bot: "what came while the process died" of test/contract/channel.ts |
 * | F15 workers that start together | together.test.ts |
 * | F16 a stampede for the last units | stampede.test.ts; in-process, and at the till: test/offers/offers.test.ts |
 * | F18 poison | hostile.test.ts (huge, never ending); test/conversation/inbox.test.ts (always throwing) |
 * | F19 disk full, read-only, no connections | embedded.test.ts, database.test.ts; hostile.test.ts (nothing confirmed meanwhile) |
 * | F20 two processes on one folder, kills | embedded.test.ts, test/store/lock.test.ts |
 * | F21 SIGTERM under load | stop.test.ts |
 * | X1 oversized, NUL, half characters | hostile.test.ts; 413 and limits in test/bots/telegram/receiving.test.ts, render.test.ts |
 * | X2 markup in names | hostile.test.ts |
 * | X3 forged buttons | hostile.test.ts; test/conversation/answers.test.ts |
 * | X4 webhook secret, X5 replay | receiving.test.ts; test/bots/telegram/receiving.test.ts |
 * | X6 injection | hostile.test.ts (words); every field of the API in test/web-api/orders.test.ts |
 * | X7 command spoofing | test/staff/staff.test.ts, managers.test.ts (hostile hands), group.test.ts |
 * | X8 guessing codes | test/web-api/coupons.test.ts |
 * | X9 personal data | hostile.test.ts; test/web-api/orders.test.ts, test/bots/telegram/sending.test.ts |
 * | X10 formulas in CSV | hostile.test.ts; test/web-api/reading.test.ts |
 * | X12 SSRF, oversized media | test/support-cases/media.test.ts |
 * | X13 one customer floods | test/conversation/inbox.test.ts |
 * | staff bot: 401, 409, down while staff write | test/bots/staff/staff-bot.test.ts |
 * | two agents and one case | test/staff/support.test.ts |
 * | private keys in the log | test/bots/whatsapp/whatsapp.test.ts |
 */
export {}
