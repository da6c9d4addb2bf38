import type zh from '../zh-CN/reveal'
import type { Shape } from '../../shape'

export default {
  title: 'Show personal data',
  titleOf: 'Show personal data: {{name}}',
  region: 'Personal data on the screen',
  fields: 'What to show',
  fieldsRequired: 'Choose at least one',
  purpose: 'What for',
  purposeRequired: 'Say why in at least four characters',
  purposePlaceholder: 'For example: to arrange a visit',
  note: 'Who looked, when and what for goes on the audit trail; the values are hidden again after 5 minutes.',
  submit: 'Show',
  left: 'Personal data will be hidden in {{time}}',
  remaining: 'Personal data of {{count}} more customers can be seen today.',
  spent:
    'You have seen the personal data of as many customers as a day allows. It starts again {{time}}. If it cannot wait, ask your leader to have a colleague look.',
  hide: 'Hide now',
  shown: 'On the screen: {{fields}}. Hidden again in 5 minutes.',
  hidden: 'Personal data are hidden again',
} satisfies Shape<typeof zh>
