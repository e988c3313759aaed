import { expect, test } from 'vitest'
import { pageWords } from '../../src/web/words.ts'

test.each(['chat', 'join', 'home', 'demo', 'login', 'pair', 'dashboard'])('the words of %s stand in both languages and can be read', page => {
  expect(pageWords(page).problems).toEqual([])
})
