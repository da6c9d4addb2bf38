import { createFileRoute } from '@tanstack/react-router'
import { ClientsPage } from '@/features/api-clients/clients-page'
import { clientSearch } from '@/features/api-clients/search'
import { OrgSelect } from '@/features/settings/org-select'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/api-clients')({
  validateSearch: clientSearch,
  beforeLoad: admit('api_client.manage', 'clients', 'settings'),
  component: () => <ClientsPage orgField={<OrgSelect />} />,
})
