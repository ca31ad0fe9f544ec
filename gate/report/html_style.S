/* SPDX-License-Identifier: Apache-2.0
 *
 * The style sheet of the HTML report as read-only bytes between two symbols. ELF, any processor.
 */
	.section .rodata.seamgate_style, "a", %progbits

	.globl html_style
	.type html_style, %object
html_style:
	.incbin "html.css"
	.globl html_style_end
	.type html_style_end, %object
html_style_end:
	.size html_style, . - html_style
	.byte 0

	.section .note.GNU-stack, "", %progbits
