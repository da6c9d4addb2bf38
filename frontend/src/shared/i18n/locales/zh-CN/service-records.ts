export default {
  title: '服务记录',
} as const
