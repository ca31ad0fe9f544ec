/* SPDX-License-Identifier: Apache-2.0
 *
 * gate/report/html.css as read-only bytes, put into the binary by html_style.S. Plain CSS that a person reads and
 * edits; it may hold neither "<" nor "&", since it stands in a page that is XML too.
 */
#ifndef SEAMGATE_REPORT_HTML_STYLE_H
#define SEAMGATE_REPORT_HTML_STYLE_H

extern const char html_style[], html_style_end[];

#endif
