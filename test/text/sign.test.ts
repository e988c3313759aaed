import { expect, test } from 'vitest'
import { hmacBase64, sameText, signStandard, verifyStandard } from '../../src/text/sign.ts'

// The reference vector of https://github.com/standard-webhooks/standard-webhooks (its libraries' own tests use it).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const vector = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const given = { ...vector, timestamp: '1614265330', signatures: signature }

test('the reference vector of the standard is signed as the standard signs it', () => {
  expect(signStandard(secret, { ...vector, seconds: 1614265330 })).toBe(signature)
  expect(verifyStandard(secret, given, 1614265330)).toBe(true)
})

test('one of several signatures is enough, while a secret is being changed', () => {
  expect(verifyStandard(secret, { ...given, signatures: `v1,AAAA ${signature}` }, 1614265330)).toBe(true)
})

test.each([
  ['another body', { body: '{}' }], ['another id', { id: 'msg_x' }], ['no id', { id: '' }], ['no time', { timestamp: '' }], ['no signature', { signatures: '' }], ['a later time', { timestamp: '1614265331' }],
])('%s does not fit', (_, change) => expect(verifyStandard(secret, { ...given, ...change }, 1614265330)).toBe(false))

test('what is older or newer than five minutes is refused', () => {
  expect(verifyStandard(secret, given, 1614265330 + 301)).toBe(false)
  expect(verifyStandard(secret, given, 1614265330 - 301)).toBe(false)
})

test('bytes are signed, not characters', () => {
  expect(hmacBase64('s', 'سلام')).toBe(hmacBase64('s', Buffer.from('سلام')))
  expect(sameText('a', 'b')).toBe(false)
  expect(sameText('a', 'aa')).toBe(false)
})
