/* SPDX-License-Identifier: Apache-2.0
 *
 * A gate never opens a connection. The symbols in offline.c stand before those of libgit2's network
 * libraries; calling offline_link makes the linker take that object out of its archive. Private.
 */
#ifndef SEAMGATE_CHANGE_OFFLINE_H
#define SEAMGATE_CHANGE_OFFLINE_H

void offline_link(void);

#endif
