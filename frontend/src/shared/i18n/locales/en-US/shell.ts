import type zh from '../zh-CN/shell'
import type { Shape } from '../../shape'

export default {
  skip: 'Skip to content',
  menu: {
    label: 'Main menu',
    workbench: 'Workbench',
    customers: 'Customers',
    serviceRecords: 'Service records',
    complaints: 'Complaints',
    approvals: 'Approvals',
    imports: 'Imports',
    settings: 'Settings',
    collapse: 'Collapse menu',
    expand: 'Expand menu',
    open: 'Open menu',
    close: 'Close menu',
    more: 'More',
  },
  search: {
    label: 'Search customers',
    placeholder: 'Name, pinyin, number, last 4 of phone',
    open: 'Open search',
    none: 'Nothing found for “{{q}}”',
    all: 'See all results in the customer list',
    found: '{{count}} customers found',
    hint: 'Enter a name, its pinyin or initials, a customer number, or the last 4 digits of a phone',
  },
  create: {
    label: 'New',
    customer: 'Customer',
    serviceRecord: 'Service record',
    complaint: 'Complaint',
    approval: 'Special customer application',
    import: 'Import customers',
  },
  me: { label: 'My account', signOut: 'Sign out', settings: 'Settings', docs: 'API documentation', shortcuts: 'Keyboard shortcuts' },
  demo: 'Demo',
  shortcuts: {
    title: 'Keyboard shortcuts',
    go: 'Go to {{page}}',
    search: 'Search customers',
    help: 'Show shortcuts',
    filter: 'Go to the filter',
  },
  live: {
    warned: 'Complaint due soon',
    breached: 'Complaint overdue',
    open: 'Open complaint',
  },
} satisfies Shape<typeof zh>
