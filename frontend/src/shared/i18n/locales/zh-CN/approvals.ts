export default {
  title: '审批',
} as const
