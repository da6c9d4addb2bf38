import type { Shape } from '../../shape'
import type zh from '../zh-CN/settings'

export default {
  title: 'Settings',
  tab: { preferences: 'Preferences', users: 'Users', orgs: 'Organisation', policies: 'Policies' },
  preferences: {
    theme: 'Theme',
    themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    languages: { 'zh-CN': '中文', 'en-US': 'English' },
  },
  user: {
    name: 'Name',
    username: 'User name',
    org: 'Unit',
    roles: 'Roles',
    state: 'State',
    active: 'Active',
    inactive: 'Inactive',
    actions: 'Actions',
    search: 'Search name or user name',
    create: 'New user',
    change: 'Edit user: {{name}}',
    password: 'Password',
    newPassword: 'New password',
    passwordKept: 'Leave empty to keep it',
  },
  org: {
    name: 'Name',
    code: 'Code',
    level: 'Level',
    levels: { company: 'Company', branch: 'Branch', department: 'Department', outlet: 'Outlet' },
    parent: 'Parent unit',
    policy: 'Policy',
    create: 'New unit',
  },
  policy: { title: 'Title', code: 'Code', version: 'Version', effectiveFrom: 'Effective from' },
} satisfies Shape<typeof zh>
