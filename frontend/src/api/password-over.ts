import type { Problem } from './problem'

let tell = (): void => {}

/** Called when the server answers nothing more before the user has chosen a new password. */
export function onPasswordOver(listener: () => void): void {
  tell = listener
}

/** A password can end in the middle of the work: by its time, or because an administrator wants another one. */
export function noticePasswordOver({ status, type }: Problem): void {
  if (status === 403 && type.endsWith('/step-up-required')) tell()
}
