import { synth } from '../core/synth';
import { ProjectServices, type ProjectServicesProps } from './project-services';

function servicesWith(props: Partial<ProjectServicesProps> = {}) {
  return synth((scope) => {
    new ProjectServices(scope, 'Services', { projectId: 'my-project', ...props });
  });
}

describe('ProjectServices', () => {
  it('turns on what the constructs need, and leaves it on', () => {
    const all = servicesWith().all('google_project_service');

    expect(all.map(({ service }) => service)).toEqual(
      expect.arrayContaining([
        'run.googleapis.com',
        'secretmanager.googleapis.com',
        // what exchanges the token of a workflow, and what lets it be an account
        'sts.googleapis.com',
        'iamcredentials.googleapis.com',
      ]),
    );
    for (const one of all) {
      expect(one).toMatchObject({
        project: 'my-project',
        disable_on_destroy: false,
        disable_dependent_services: false,
      });
    }
  });

  it('takes another list, each name once', () => {
    const services = ['run.googleapis.com', 'dns.googleapis.com', 'run.googleapis.com'];

    expect(servicesWith({ services }).all('google_project_service')).toHaveLength(2);
  });

  it.each([
    ['no service', { services: [] }, /'services' is empty; leave it out/],
    [
      'a name for a project',
      { projectId: 'My Project' },
      /'projectId' must be the id of a project/,
    ],
    ['a short name', { services: ['run'] }, /'services' needs full names, got 'run'/],
  ])('fails when it has %s', (_, props, message) => {
    expect(() => servicesWith(props)).toThrow(message);
  });
});
