import type zh from '../zh-CN/service-records'
import type { Shape } from '../../shape'

export default {
  title: 'Service records',
} satisfies Shape<typeof zh>
