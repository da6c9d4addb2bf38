import type { Shape } from '../../shape'
import type zh from '../zh-CN/exports'

export default {
  button: 'Export',
  title: 'Export customers',
  running: 'Writing the workbook: {{done}} / {{total}}',
  ready: '{{count}} customers are in {{file}}',
  failed: 'The export did not succeed. Nothing has changed; please try again.',
  save: 'Download the workbook',
  note: 'What the list shows now; personal data are masked. The columns are those of an import.',
} satisfies Shape<typeof zh>
