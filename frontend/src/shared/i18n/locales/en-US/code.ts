import type zh from '../zh-CN/code'
import type { Shape } from '../../shape'

export default {
  title: 'Second step',
  submit: 'Verify and sign in',
  leave: 'Back to sign-in',
  app: {
    label: 'Code',
    hint: 'Open the authenticator on your phone and type the 6 digits under “Guibin”',
    missing: 'Type the 6 digits of the code.',
    wrong: 'This code is wrong or over. Type the digits the authenticator shows now; each code works once.',
    turn: 'Use a recovery code',
  },
  recovery: {
    label: 'Recovery code',
    hint: 'One of the codes you kept when you turned the second step on; each works once',
    missing: 'Type a recovery code.',
    wrong: 'This recovery code is wrong or was used before. Check it, or take another one.',
    turn: 'Use a code from the app',
  },
  again: {
    title: 'Please sign in again',
    body: '{{name}}, your session has run out. Sign in and go on where you were; what you typed is still there.',
    other: 'Sign in as somebody else',
  },
  lost: 'No recovery code either? An administrator can remove the second step.',
} satisfies Shape<typeof zh>
