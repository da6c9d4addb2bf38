import type zh from '../zh-CN/workbench'
import type { Shape } from '../../shape'

export default {
  title: 'Workbench',
} satisfies Shape<typeof zh>
