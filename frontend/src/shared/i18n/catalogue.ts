import type approvals from './locales/zh-CN/approvals'
import type audit from './locales/zh-CN/audit'
import type auth from './locales/zh-CN/auth'
import type clients from './locales/zh-CN/clients'
import type general from './locales/zh-CN/general'
import type code from './locales/zh-CN/code'
import type complaints from './locales/zh-CN/complaints'
import type customers from './locales/zh-CN/customers'
import type exports_ from './locales/zh-CN/exports'
import type imports from './locales/zh-CN/imports'
import type reveal from './locales/zh-CN/reveal'
import type security from './locales/zh-CN/security'
import type serviceRecords from './locales/zh-CN/service-records'
import type settings from './locales/zh-CN/settings'
import type setup from './locales/zh-CN/setup'
import type shell from './locales/zh-CN/shell'
import type workbench from './locales/zh-CN/workbench'

/** One file a domain, loaded when a page of that domain opens. Chinese is the source. */
export type Catalogue = {
  general: typeof general
  audit: typeof audit
  auth: typeof auth
  setup: typeof setup
  shell: typeof shell
  workbench: typeof workbench
  clients: typeof clients
  customers: typeof customers
  imports: typeof imports
  exports: typeof exports_
  code: typeof code
  complaints: typeof complaints
  approvals: typeof approvals
  'service-records': typeof serviceRecords
  reveal: typeof reveal
  security: typeof security
  settings: typeof settings
}

export type Domain = keyof Catalogue

declare module 'i18next' {
  // Declaration merging needs an interface.
  interface CustomTypeOptions {
    defaultNS: 'general'
    resources: Catalogue
  }
}
