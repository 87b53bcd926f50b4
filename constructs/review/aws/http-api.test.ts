import { block, lines, type Resources, reviewed } from './aws.fixture';

const link = '${aws_apigatewayv2_vpc_link.l.id}';

/** Puts an HTTP API in the place of the balancer. */
function withApi(resources: Resources): Resources {
  delete resources.aws_lb;
  delete resources.aws_lb_listener;
  delete resources.aws_lb_target_group;
  delete block(resources, 'aws_ecs_service', 'web').load_balancer;
  block(resources, 'aws_ecs_service', 'web').service_registries = {
    registry_arn: '${aws_service_discovery_service.s.arn}',
    container_name: 'web',
    container_port: 8080,
  };
  return Object.assign(resources, {
    aws_service_discovery_service: { s: { name: 'web' } },
    aws_apigatewayv2_api: { a: { name: 'front', protocol_type: 'HTTP' } },
    aws_apigatewayv2_stage: { s: { api_id: '${aws_apigatewayv2_api.a.id}', name: '$default' } },
    aws_apigatewayv2_route: {
      r: {
        api_id: '${aws_apigatewayv2_api.a.id}',
        route_key: '$default',
        target: 'integrations/${aws_apigatewayv2_integration.i.id}',
      },
    },
    aws_apigatewayv2_integration: {
      i: {
        api_id: '${aws_apigatewayv2_api.a.id}',
        connection_type: 'VPC_LINK',
        connection_id: link,
        integration_uri: '${aws_service_discovery_service.s.arn}',
      },
    },
    aws_apigatewayv2_vpc_link: {
      l: {
        name: 'front-link',
        security_group_ids: ['${aws_security_group.lb.id}'],
        subnet_ids: ['${aws_subnet.private.id}'],
      },
    },
  });
}

/** Reviews the two services behind the API, after a change. */
const behindApi = (change: (resources: Resources) => unknown = () => undefined) =>
  reviewed((resources) => {
    change(withApi(resources));
  });

const wayIn = 'internet -> web 8080 through front:443';
const unread = [
  { address: 'aws_apigatewayv2_vpc_link.l', reason: 'may lead the public to a service' },
];

describe('an HTTP API with a link into the network', () => {
  it('leads the internet to the service that Cloud Map registers', () => {
    const graph = behindApi();

    expect(lines(graph)).toContain(wayIn);
    expect(graph.broken).toEqual([]);
    expect(graph.unknowns).toEqual([]);
  });

  it('is witnessed step by step', () => {
    const way = behindApi().edges.find(({ from }) => from === 'internet');

    expect(way?.steps.map(({ address }) => address)).toEqual([
      'aws_apigatewayv2_api.a',
      'aws_apigatewayv2_stage.s',
      'aws_apigatewayv2_route.r',
      'aws_apigatewayv2_integration.i',
      'aws_apigatewayv2_vpc_link.l',
      'aws_vpc_security_group_egress_rule.lb_web',
      'aws_vpc_security_group_ingress_rule.web_lb',
    ]);
  });

  it('says which authorization a route asks for', () => {
    const graph = behindApi((resources) => {
      block(resources, 'aws_apigatewayv2_route', 'r').authorization_type = 'JWT';
    });

    expect(JSON.stringify(graph.edges)).toContain('takes $default, with authorization JWT');
  });

  it.each<[string, (resources: Resources) => unknown]>([
    ['has no stage', (resources) => delete resources.aws_apigatewayv2_stage],
    [
      'has its only address closed',
      (resources) =>
        (block(resources, 'aws_apigatewayv2_api', 'a').disable_execute_api_endpoint = true),
    ],
  ])('leads nowhere where the API %s', (_what, change) => {
    expect(lines(behindApi(change)).join()).not.toContain('internet');
  });

  it('is not certain where an expression may close the address', () => {
    const graph = behindApi((resources) => {
      block(resources, 'aws_apigatewayv2_api', 'a').disable_execute_api_endpoint = '${var.closed}';
    });

    expect(lines(graph)).toContain(`${wayIn} ?`);
  });

  it('is broken where a group closes the port', () => {
    const graph = behindApi((resources) => {
      delete resources.aws_vpc_security_group_ingress_rule!.web_lb;
    });

    expect(lines(graph).join()).not.toContain('internet');
    expect(graph.broken).toEqual([
      expect.objectContaining({
        from: 'front-link',
        to: 'web',
        port: 8080,
        reason: expect.stringContaining('open no port from front-link to web') as string,
      }),
    ]);
  });

  it.each<[string, (resources: Resources) => unknown]>([
    [
      'leads to a balancer',
      (resources) =>
        (block(resources, 'aws_apigatewayv2_integration', 'i').integration_uri = 'arn:aws:elb:x'),
    ],
    [
      'belongs to a WebSocket API',
      (resources) => (block(resources, 'aws_apigatewayv2_api', 'a').protocol_type = 'WEBSOCKET'),
    ],
    ['has no route', (resources) => delete resources.aws_apigatewayv2_route],
    [
      'is used by nobody',
      (resources) => {
        delete resources.aws_apigatewayv2_route;
        delete resources.aws_apigatewayv2_integration;
      },
    ],
    [
      'may be used by an integration that names it in an expression',
      (resources) =>
        (block(resources, 'aws_apigatewayv2_integration', 'i').connection_id = '${var.link}'),
    ],
    [
      'leads to tasks that are registered without a port',
      (resources) =>
        (block(resources, 'aws_ecs_service', 'web').service_registries = {
          registry_arn: '${aws_service_discovery_service.s.arn}',
        }),
    ],
  ])('is not judged where it %s', (_what, change) => {
    expect(behindApi(change).unknowns).toEqual(unread);
  });
});
