/**
 * The certificate of the cluster's own authority, as kube-root-ca.crt shows it to pods. Nothing in here
 * verifies signatures; it is a real certificate so that tools which read it can.
 */
export const rootCertificate = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUdfnfVACzjp6V5dfY17dvpehT7Q4wCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjAxOTEwMDRaFw0zNjExMTcx
OTEwMDRaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR7aH9yR8XrHfzm23wLhsH8Qh9836Xw6vuZ6Vs8/U8v8aJ7dyouVuEp
ERbEe2Jkh674izMNBhNc1/fOrcAiS8UVo1MwUTAdBgNVHQ4EFgQUU8SiLs+WTB8A
Rzdkx41F3++YENIwHwYDVR0jBBgwFoAUU8SiLs+WTB8ARzdkx41F3++YENIwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBF74AKNznDiATytYr/mpEs
mzjdQNGSTrT0TAQbKlMR1QIhAKupprO+z+cBGjc0q0sz7FuloHtMvgslj0hTsEcM
5njR
-----END CERTIFICATE-----
`;
