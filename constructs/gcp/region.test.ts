import { synth } from '../core/synth';
import { service } from './cloud-run-service.fixture';
import { network, testRegion, workload } from './region.fixture';
import { Scaling } from './scaling';

describe('Region', () => {
  it('makes nothing', () => {
    expect(synth((scope) => void testRegion(scope)).counts()).toEqual({});
  });

  it('is in the project of its network unless told otherwise', () => {
    synth((scope) => {
      expect(testRegion(scope)).toMatchObject({
        projectId: 'my-project',
        location: 'europe-west1',
        environment: 'prod',
      });
    });
    const stack = synth((scope) => {
      const region = testRegion(scope, { projectId: 'other-project' });
      service(scope, 'Api', { region });
    });

    expect(stack.one('google_cloud_run_v2_service').project).toBe('other-project');
  });

  it('fails when its environment is none', () => {
    expect(() => synth((scope) => void testRegion(scope, { environment: 'Prod' }))).toThrow(
      /'environment' must start with a letter/,
    );
  });

  it('fails when its project is none', () => {
    expect(() => synth((scope) => void testRegion(scope, { projectId: 'My Project' }))).toThrow(
      /'projectId' must be the id of a project/,
    );
  });

  it('fails when two services have one name', () => {
    expect(() =>
      synth((scope) => {
        const region = testRegion(scope);
        service(scope, 'Api', { region });
        service(scope, 'Other', { region, workload, name: 'api' });
      }),
    ).toThrow("'name' must be unique in the region, got 'api' twice");
  });

  it('fails when the instances of all services need more addresses than there are', () => {
    const scaling = Scaling.requests({ maxInstances: 60 });

    expect(() =>
      synth((scope) => {
        const region = testRegion(scope, { network: { ...network, maxInstances: 100 } });
        service(scope, 'Api', { region, scaling });
        service(scope, 'Web', { region, scaling });
      }),
    ).toThrow(/makes 120 instances of all services so far, and the network has addresses for 100/);
  });
});
