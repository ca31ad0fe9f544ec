/* SPDX-License-Identifier: Apache-2.0
 *
 * A text as a code span of Markdown (CommonMark 0.31, section 6.1), in which GitHub and GitLab make no link, image,
 * mention, reference or HTML of anything. The text must be one line: masked and made visible before.
 */
#ifndef SEAMGATE_REPORT_CODE_SPAN_H
#define SEAMGATE_REPORT_CODE_SPAN_H

#include "gate/base/buffer.h"

/* At most so many bytes of the text, then an ellipsis; nothing for the empty text. A bar is written as \x7c: in a
 * table it would end the cell, in a code span too. */
void code_span(struct buffer *out, struct text text, size_t most);

#endif
