/** For `afterOpenChange` of a dialog: without motion antd takes the focus from the field that asked for it. */
export const focusOn =
  (id: string) =>
  (open: boolean): void => {
    if (open) document.getElementById(id)?.focus()
  }
