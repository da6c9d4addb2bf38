import type zh from '../zh-CN/settings'
import type { Shape } from '../../shape'

export default {
  title: 'Settings',
} satisfies Shape<typeof zh>
