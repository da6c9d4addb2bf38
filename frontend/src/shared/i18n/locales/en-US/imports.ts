import type zh from '../zh-CN/imports'
import type { Shape } from '../../shape'

export default {
  title: 'Imports',
} satisfies Shape<typeof zh>
