import type zh from '../zh-CN/setup'
import type { Shape } from '../../shape'

export default {
  title: 'Set up',
  lead: 'Enter the one-time code from the start-up log to create the company and its first administrator.',
  code: 'One-time code',
  companyName: 'Company name',
  username: 'Administrator’s user name',
  usernameHint: 'Lower-case letters, digits, dot, hyphen or underscore; at least 3',
  name: 'Administrator’s name',
  password: 'Password',
  passwordHint: 'At least 12 characters',
  submit: 'Create and sign in',
  pending: 'Creating',
  done: 'Guibin has been set up. Please sign in.',
  toSignIn: 'To sign-in',
  missing: 'Enter {{field}}.',
} satisfies Shape<typeof zh>
