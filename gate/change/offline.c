/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/offline.h"

#include <stddef.h>

/*
 * The names below are those of other libraries, declared here with plain pointers because their
 * headers are private or need not be installed.
 */
/* Where libgit2 is linked from its archive: its TLS stream, SSH transport and Negotiate. With these the linker leaves the network
 * libraries out of the binary. Starting them succeeds, using them fails. */
enum { UNSUPPORTED = -1 };

int git_mbedtls_stream_global_init(void);
int git_mbedtls__set_cert_location(const char *path, int is_directory);
int git_mbedtls_stream_new(void **out, const char *host, const char *port);
int git_mbedtls_stream_wrap(void **out, void *in, const char *host);
int git_transport_ssh_global_init(void);
int git_smart_subtransport_ssh(void **out, void *owner, void *param);
int git_transport_ssh_with_paths(void **out, void *owner, void *payload);
int git_http_auth_negotiate(void **out, const void *url);

int git_mbedtls_stream_global_init(void)
{
	return 0;
}

int git_mbedtls__set_cert_location(const char *path, int is_directory)
{
	(void)path;
	(void)is_directory;
	return UNSUPPORTED;
}

int git_mbedtls_stream_new(void **out, const char *host, const char *port)
{
	(void)host;
	(void)port;
	*out = NULL;
	return UNSUPPORTED;
}

int git_mbedtls_stream_wrap(void **out, void *in, const char *host)
{
	(void)in;
	(void)host;
	*out = NULL;
	return UNSUPPORTED;
}

int git_transport_ssh_global_init(void)
{
	return 0;
}

int git_smart_subtransport_ssh(void **out, void *owner, void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return UNSUPPORTED;
}

int git_transport_ssh_with_paths(void **out, void *owner, void *payload)
{
	(void)owner;
	(void)payload;
	*out = NULL;
	return UNSUPPORTED;
}

int git_http_auth_negotiate(void **out, const void *url)
{
	(void)url;
	*out = NULL;
	return UNSUPPORTED;
}

/* Where it is a shared library: git_libgit2_init has mbedTLS parse the system's whole certificate bundle, 4.5 ms at each start,
 * and starts the SSH library, 0.3 ms, for connections that a gate never makes. The executable's
 * symbols come before the libraries': these do nothing. Where libgit2 is built with other libraries
 * they are never called. */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int mbedtls_x509_crt_parse_path(void *chain, const char *path);
int libssh2_init(int flags);

int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return 0;
}

int mbedtls_x509_crt_parse_path(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return 0;
}

int libssh2_init(int flags)
{
	(void)flags;
	return 0;
}

void offline_link(void)
{
}
