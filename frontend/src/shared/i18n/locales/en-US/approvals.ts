import type zh from '../zh-CN/approvals'
import type { Shape } from '../../shape'

export default {
  title: 'Approvals',
} satisfies Shape<typeof zh>
