import { isForEverything } from '../evidence/identity-policy';
import { isPublicStatement, ties } from '../evidence/public-statement';
import { every, not, requires, type ReviewRule, some } from '../rule';

/** An endpoint of AWS serves principals of this account alone. */
export const vpcEndpointPolicy: ReviewRule = {
  id: 'vpc-endpoint-policy',
  title: 'an endpoint of AWS serves principals of this account alone',
  rationale:
    'Through an endpoint without a policy, data leaves for buckets of any account, past every rule of egress.',
  remedy: "write 'policy' with a condition on 'aws:PrincipalAccount' or 'aws:ResourceAccount'",
  severity: 'low',
  controls: [],
  page: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  types: ['aws_vpc_endpoint'],
  check: ({ block }, evidence) => {
    const statements =
      evidence.isSet(block.policy) === false ? [] : evidence.statements(block.policy);
    const open = statements?.map((one) => {
      const { conditions } = one;
      const tied = conditions?.some((condition) => ties(condition, evidence, resourceKeys));
      return every([isPublicStatement(one, evidence), isForEverything(one, evidence), not(tied)]);
    });
    const closed = open && every([open.length > 0, not(some(open))]);
    return requires(closed, "'policy' lets everyone through");
  },
};

/** Keys that say whose resources are reached. */
const resourceKeys = /^aws:resource(account|orgid|orgpaths)$/;
