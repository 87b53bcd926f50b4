import type { NextApiRequest, NextApiResponse } from 'next';

import { relayUser } from '../../../relay/users';

// the relay reads the body itself: next's parser answers one that is too large in plain text
export const config = { api: { bodyParser: false } };

export default function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  return relayUser(req, res, String(req.query.id));
}
