import { Message } from '../components/message';

// next's own page brings inline styles, which the content security policy refuses
export default function NotFoundPage() {
  return <Message heading="Page not found" text="There is nothing at this address." />;
}
