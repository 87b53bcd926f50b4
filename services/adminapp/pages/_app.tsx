import type { AppProps } from 'next/app';
import Head from 'next/head';
import { useRouter } from 'next/router';

import '../styles/app.css';

export default function App({ Component, pageProps }: AppProps) {
  const { basePath } = useRouter();
  return (
    <>
      <Head>
        <title>User Management</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" type="image/svg+xml" href={`${basePath}/icon.svg`} />
      </Head>
      <Component {...pageProps} />
    </>
  );
}
