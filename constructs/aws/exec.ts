import type { INetwork } from './network';
import type { Grant } from './task-roles';

/** Log and key of what is typed and answered in the containers of a cluster. */
export interface SessionLog {
  /** ARN of the log group. */
  readonly logGroupArn: string;

  /** ARN of the key. */
  readonly keyArn: string;
}

/** What the agent of ECS Exec writes, in a container whose root cannot be written. */
export const execPaths: readonly string[] = [
  '/managed-agents',
  '/var/lib/amazon/ssm',
  '/var/log/amazon/ssm',
];

/** What the agent talks to: the sessions themselves, and the key that they are encrypted with. */
const services = ['ssmmessages', 'kms'];

/** What is wrong with ECS Exec in a cluster, or nothing. */
export function sessionProblems(exec: boolean, { logsSessions }: { logsSessions: boolean }) {
  if (!exec || logsSessions) return [];
  return [
    `'exec' is set, but the cluster exists and nobody says where its sessions are noted; give Cluster.fromArn its 'execSessions', or leave 'exec' out`,
  ];
}

/** What is wrong with ECS Exec in a network, or nothing. */
export function execProblems(exec: boolean, { reachable }: INetwork): string[] {
  if (!exec || reachable === 'internet') return [];
  const missing = services.filter((service) => !reachable.includes(service));
  if (missing.length === 0) return [];
  return [
    `'exec' is set, but the network has no endpoint for ${missing.join(' and ')}; add ${missing.length === 1 ? 'it' : 'them'} to Egress.endpoints`,
  ];
}

/** What the agent may do, as the application: it has no role of its own. */
export function execGrants({ logGroupArn, keyArn }: SessionLog): Grant[] {
  const channels = [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ];
  const log = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
  return [
    // neither of the first two knows a resource
    { sid: 'ExecChannels', actions: channels, resources: ['*'] },
    { sid: 'ExecFindLog', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    { sid: 'ExecWriteLog', actions: log, resources: [`${logGroupArn}:*`] },
    { sid: 'ExecDecrypt', actions: ['kms:Decrypt'], resources: [keyArn] },
  ];
}
