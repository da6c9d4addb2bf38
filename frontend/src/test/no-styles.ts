// Tests need no styles: stands in for `virtual:antd.css`.
export const styles = ''
