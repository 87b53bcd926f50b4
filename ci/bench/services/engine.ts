import { request } from 'node:http';

const socketPath = process.env.DOCKER_HOST?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock';

/**
 * Seconds of CPU that a container has used since it started, as the engine counts them, or undefined where the engine is
 * not reached by a socket. The client's own `docker stats` tells only a share of the last second.
 */
export function cpuSeconds(container: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const path = `/v1.41/containers/${container}/stats?stream=false&one-shot=true`;
    const asked = request({ socketPath, path }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => {
        resolve(cpuSecondsIn(body));
      });
    });
    asked.on('error', () => {
      resolve(undefined);
    });
    asked.end();
  });
}

/** The CPU time in the engine's answer; it counts nanoseconds. */
export function cpuSecondsIn(body: string): number | undefined {
  const { cpu_stats: cpu } = JSON.parse(body) as {
    cpu_stats?: { cpu_usage?: { total_usage?: number } };
  };
  const nanoseconds = cpu?.cpu_usage?.total_usage;
  return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
}
