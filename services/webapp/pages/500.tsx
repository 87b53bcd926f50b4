import { Message } from '../components/message';

export default function FailurePage() {
  return <Message heading="Something went wrong" text="Please try again in a moment." />;
}
