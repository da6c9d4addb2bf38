/** The styles of the listed antd components, extracted at build time by scripts/antd-css.ts. */
declare module 'virtual:antd.css'
