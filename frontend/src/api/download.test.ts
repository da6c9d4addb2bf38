import { expect, test } from 'vitest'
import { nameIn } from './download'

test.each([
  ['attachment; filename="customers.xlsx"; filename*=UTF-8\'\'%E5%AE%A2%E6%88%B7.xlsx', '客户.xlsx'],
  ['attachment; filename="customers.xlsx"', 'customers.xlsx'],
  ['attachment; filename=customers.xlsx', 'customers.xlsx'],
  ["attachment; filename*=UTF-8''%E5%AE", undefined],
  ['attachment', undefined],
  [null, undefined],
])('the name in %s is %s', (disposition, name) => {
  expect(nameIn(disposition)).toBe(name)
})
