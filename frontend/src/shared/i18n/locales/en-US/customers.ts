import type zh from '../zh-CN/customers'
import type { Shape } from '../../shape'

export default {
  title: 'Customers',
} satisfies Shape<typeof zh>
