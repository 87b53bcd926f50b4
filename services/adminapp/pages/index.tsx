import { useRouter } from 'next/router';

import { UserManagement } from '../components/user-management';

export default function IndexPage() {
  const { basePath } = useRouter();
  return <UserManagement url={`${basePath}/api/users`} />;
}
