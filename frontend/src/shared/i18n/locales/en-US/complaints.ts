import type zh from '../zh-CN/complaints'
import type { Shape } from '../../shape'

export default {
  title: 'Complaints',
} satisfies Shape<typeof zh>
