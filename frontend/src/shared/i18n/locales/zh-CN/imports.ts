export default {
  title: '导入',
} as const
