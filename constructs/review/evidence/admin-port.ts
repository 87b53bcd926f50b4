/**
 * Ports of administrators, databases, caches and file systems.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
export const adminPorts: readonly number[] = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 2049, 3000, 3306, 3389, 4333, 5000, 5432,
  5500, 5601, 6379, 8080, 8088, 8888, 9200, 9300, 11211, 27017,
];
