import type zh from '../zh-CN/auth'
import type { Shape } from '../../shape'

export default {
  signIn: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    pending: 'Signing in',
    show: 'Show password',
    hide: 'Hide password',
    capsLock: 'Caps Lock is on',
    missing: 'Enter your user name and password.',
    refused: 'User name or password is wrong.',
    locked: 'This account is locked for now. Try again in {{minutes}} minutes.',
    ended: 'Your session has ended. Please sign in again.',
    setup: 'Guibin has not been set up yet.',
    toSetup: 'Set it up with the one-time code',
    forgot: 'Forgot your password? Ask your administrator to reset it.',
  },
  setup: {
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
  },
} satisfies Shape<typeof zh>
