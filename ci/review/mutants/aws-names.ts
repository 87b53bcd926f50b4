import { onAws } from './declared';
import {
  add,
  block,
  entry,
  type Block,
  type Document,
  type Mutant,
  nested,
  reference,
} from './mutant';

/** Changes one container definition of a task. */
function inContainer(document: Document, name: string, change: (container: Block) => void): void {
  const task = block(document, 'aws_ecs_task_definition', `${name}_`);
  const containers = JSON.parse(task.container_definitions as string) as Block[];
  containers.forEach(change);
  task.container_definitions = JSON.stringify(containers);
}

const serviceConnect = (document: Document, name: string): Block =>
  nested(block(document, 'aws_ecs_service', `${name}_`), 'service_connect_configuration');

/** Mistakes in the names and the start of ecs-prod. */
export const nameMutants: readonly Mutant[] = [
  {
    name: 'goapp listens under another name',
    change: (d) =>
      (nested(nested(serviceConnect(d, 'Goapp'), 'service'), 'client_alias').dns_name = 'users'),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp has no name',
    change: (d) => (serviceConnect(d, 'Goapp').enabled = false),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'adminapp is no client',
    change: (d) => delete block(d, 'aws_ecs_service', 'Adminapp_').service_connect_configuration,
    changes: ['+ ! adminapp -> goapp:8080', '+ ! reverse-proxy -> adminapp:3000'],
  },
  {
    name: 'the name of goapp stands for a port that it does not map',
    change: (d) =>
      inContainer(d, 'Goapp', (container) => (nested(container, 'portMappings').name = 'other')),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp serves on another port than its name says',
    change: (d) =>
      inContainer(
        d,
        'Goapp',
        (container) => (nested(container, 'portMappings').containerPort = 8081),
      ),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'adminapp does not wait for goapp',
    change: (d) => {
      const [goapp] = entry(d, 'aws_ecs_service', 'Goapp_');
      const adminapp = block(d, 'aws_ecs_service', 'Adminapp_');
      adminapp.depends_on = (adminapp.depends_on as string[]).filter(
        (name) => !name.endsWith(goapp),
      );
    },
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp waits for adminapp as well',
    change: (d) => {
      const [adminapp] = entry(d, 'aws_ecs_service', 'Adminapp_');
      (block(d, 'aws_ecs_service', 'Goapp_').depends_on as string[]).push(
        `aws_ecs_service.${adminapp}`,
      );
    },
    changes: ['+ ! aws_ecs_service.Adminapp_3C51A4E0 -> aws_ecs_service.Goapp_3BAED796'],
  },
  {
    name: 'goapp moves to a network of its own',
    change: (d) => {
      add(d, 'aws_vpc', 'Far', { cidr_block: '10.9.0.0/16' });
      add(d, 'aws_subnet', 'Far', { vpc_id: '${aws_vpc.Far.id}', cidr_block: '10.9.0.0/24' });
      nested(block(d, 'aws_ecs_service', 'Goapp_'), 'network_configuration').subnets = [
        '${aws_subnet.Far.id}',
      ];
    },
    changes: [
      '+ ! adminapp -> goapp:8080',
      ...['ecr.api', 'ecr.dkr', 'logs', 's3', 'secretsmanager'].map(
        (need) => `+ ! goapp -> ${need}:443`,
      ),
      '- adminapp -> goapp 8080',
      '- goapp -> cache 6379',
    ],
  },
  {
    name: 'a network ACL filters a private subnet',
    change: (d) =>
      add(d, 'aws_network_acl', 'Acl', {
        subnet_ids: [reference(d, 'aws_subnet', 'Network_Private_SubnetA', 'id')],
      }),
    changes: [
      'internet -> reverse-proxy 8080 through public:443',
      ...onAws.calls.map(({ from, to, port }) => `${from} -> ${to} ${port}`),
    ].flatMap((line) => [`+ ${line} ?`, `- ${line}`]),
  },
];
