export default {
  title: '投诉',
} as const
