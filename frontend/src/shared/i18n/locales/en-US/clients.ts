import type zh from '../zh-CN/clients'
import type { Shape } from '../../shape'

export default {
  title: 'API clients',
  lead: 'For other systems (a call centre, a data platform) that call the API in their own name. People use their own accounts.',
  label: 'List of API clients',
  new: 'New client',
  edit: 'Edit: {{name}}',
  empty: 'No API clients yet. Add one when another system is to call the API.',
  changed: 'Saved',
  stale: 'Somebody else has just changed this client; the newest state was loaded. Check it and save once more.',
  field: {
    name: 'Name',
    client_id: 'Client id',
    org_id: 'Unit',
    permissions: 'Permissions',
    reach: 'Reach',
    state: 'State',
    expires_at: 'Good until',
    last_used_at: 'Last used',
  },
  extra: {
    name: 'Say which system it is, such as “Call centre”.',
    org_id: 'Cannot be changed later.',
    permissions:
      'Only what it needs. Personal data in clear, applying and deciding, managing people and units, and the audit trail are for people.',
    expires_at: 'Void at the end of this day; empty for no end.',
  },
  reach: { subtree: 'The unit and all below it', all: 'All units' },
  state: { active: 'Active', inactive: 'Disabled', expired: 'Expired' },
  never: 'Never used',
  forever: 'No end',
  more: 'and {{count}} in all',
  secret: {
    title: 'Keep the secret',
    created:
      '“{{name}}” was created. The secret is shown this one time: hand it to those who run the other system now, not in clear by chat.',
    rotated: 'The new secret of “{{name}}”. The old one is void. It is shown this one time: put it in place now.',
    missing: '“{{name}}” was created, but its secret got lost on the way. Change its secret from the list.',
    value: 'Secret',
    token: 'With id and secret, {{address}} gives a token for 10 minutes.',
    saved: 'I have kept the secret',
    close: 'Done',
  },
  rotate: {
    action: 'Change secret',
    of: 'Change secret: {{name}}',
    title: 'Change the secret of “{{name}}”?',
    body: 'The present secret and all tokens made with it are void at once. The other system is cut off until it has the new one.',
    ok: 'Change secret',
  },
  disable: {
    action: 'Disable',
    of: 'Disable: {{name}}',
    title: 'Disable “{{name}}”?',
    body: 'Its tokens are void at once, and the other system is cut off. It can be enabled again with the same secret.',
    ok: 'Disable',
    done: '{{name}} was disabled',
  },
  enable: {
    action: 'Enable',
    of: 'Enable: {{name}}',
    title: 'Enable “{{name}}” again?',
    body: 'Its old secret works again. If it may have leaked, change it first.',
    ok: 'Enable',
    done: '{{name}} was enabled',
  },
} satisfies Shape<typeof zh>
