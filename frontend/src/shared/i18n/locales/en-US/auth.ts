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
    locked: 'This account is locked for now. Try again in {{wait}}. If you forgot the password, ask an administrator.',
    expired: 'Your session has run out. Please sign in again.',
    ended:
      'This sign-in was ended: signed out on another device, after a new password, or by an administrator. Sign in again, and change your password if this was not you.',
    setup: 'Guibin has not been set up yet.',
    toSetup: 'Set it up with the one-time code',
    forgot: 'Forgot your password? Ask your administrator to reset it.',
  },
} satisfies Shape<typeof zh>
