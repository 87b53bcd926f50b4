import { addressIn, differences, GrantDocument, type Right } from './document';

/** Role to the vendor's page that says what it is for. Each is given on one resource, never on a project. */
export const googleRoles = {
  invoke: {
    role: 'roles/run.invoker',
    page: 'https://cloud.google.com/run/docs/authenticating/service-to-service',
  },
  readSecret: {
    role: 'roles/secretmanager.secretAccessor',
    page: 'https://cloud.google.com/run/docs/configuring/services/secrets',
  },
  readObjects: {
    role: 'roles/storage.objectViewer',
    page: 'https://cloud.google.com/storage/docs/access-control/iam-roles',
  },
  useObjects: {
    role: 'roles/storage.objectUser',
    page: 'https://cloud.google.com/storage/docs/access-control/iam-roles',
  },
} as const;

interface Container {
  readonly env?: readonly {
    readonly value?: string;
    readonly value_source?: { readonly secret_key_ref: { readonly secret: string } };
  }[];
}

/** Every way in which the accounts of the services have more or less than what runs as them needs. */
export function googleGrantProblems(document: unknown): string[] {
  const doc = new GrantDocument(document);
  return differences(givenRights(doc), neededRights(doc));
}

/** Memberships by type, with the attribute that names what they are on; of one on a project, nothing is needed. */
const memberships = {
  google_cloud_run_v2_service_iam_member: 'name',
  google_secret_manager_secret_iam_member: 'secret_id',
  google_storage_bucket_iam_member: 'bucket',
  google_project_iam_member: 'project',
} as const;

function givenRights(doc: GrantDocument): Right[] {
  return Object.entries(memberships).flatMap(([type, attribute]) =>
    doc.all(type).map(([, { member, role, [attribute]: on }]) => ({
      holder: addressIn(member),
      action: String(role),
      resource: addressIn(on) || `${attribute} ${String(on)}`,
    })),
  );
}

function neededRights(doc: GrantDocument): Right[] {
  return doc.all('google_cloud_run_v2_service').flatMap(([, { template }]) => {
    const { service_account, containers } = template as {
      readonly service_account: string;
      readonly containers: readonly Container[];
    };
    const holder = addressIn(service_account);
    return containers
      .flatMap(({ env = [] }) => env)
      .flatMap(({ value = '', value_source }): Right[] => {
        if (value_source) {
          const resource = `secret_id ${value_source.secret_key_ref.secret}`;
          return [{ holder, action: googleRoles.readSecret.role, resource }];
        }
        // the sidecar is told the address of each callee
        if (/^\$\{google_cloud_run_v2_service\.\w+\.uri\}$/.test(value)) {
          return [{ holder, action: googleRoles.invoke.role, resource: addressIn(value) }];
        }
        return value.startsWith('gs://') ? [objects(holder, addressIn(value), doc)] : [];
      });
  });
}

function objects(holder: string, bucket: string, doc: GrantDocument): Right {
  const read = doc.names('google_storage_bucket_object', 'bucket', bucket);
  const { role } = read ? googleRoles.readObjects : googleRoles.useObjects;
  return { holder, action: role, resource: bucket };
}
