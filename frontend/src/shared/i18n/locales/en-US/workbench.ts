import type zh from '../zh-CN/workbench'
import type { Shape } from '../../shape'

export default {
  title: 'Workbench',
  greeting: { morning: 'Good morning, {{name}}', afternoon: 'Good afternoon, {{name}}', evening: 'Good evening, {{name}}' },
  burns: 'Needs attention',
  tile: {
    overdue: 'Overdue',
    soon: 'Due in 30 minutes',
    today: 'Due today',
    approvals: 'Waiting for me',
    renewals: 'Ending soon',
    birthdays: 'Birthdays today',
  },
  hint: {
    overdue: 'complaints past their limit, not closed',
    soon: 'complaints, without the overdue ones',
    today: 'complaints, without the overdue ones',
    approvals: 'approvals that I am to decide',
    renewals: 'services that end within 14 days, not renewed',
    birthdays: 'customers to congratulate',
  },
  calm: 'No complaint is overdue or about to be.',
  open: {
    title: 'Open complaints',
    all: 'All {{count}}',
    empty: 'No open complaints',
    due: 'Due',
    level: 'Level',
    complaint: 'Complaint',
    customer: 'Customer',
    owner: 'First responder',
  },
  approvals: { title: 'Waiting for my decision', empty: 'Nothing waits for my decision', since: 'submitted {{time}}', all: 'See all' },
  approvalKind: { special_opening: 'Special customer application', renewal: 'Renewal' },
  customers: { title: 'My customers', total: 'All customers', special: 'Special customers', group: 'Group customers' },
  renewals: { title: 'Services ending soon', empty: 'No service ends within 14 days', ends: 'ends {{date}}' },
  birthdays: { title: 'Birthdays today', empty: 'No birthdays today' },
} satisfies Shape<typeof zh>
