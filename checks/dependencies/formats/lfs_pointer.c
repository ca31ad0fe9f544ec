/* SPDX-License-Identifier: Apache-2.0
 *
 * Pointers of Git LFS (git-lfs, docs/spec.md): "key value" lines, version first, the others sorted; oid sha256:<hex>, size. At most 1024
 * bytes. Which object a path points to changes by design.
 */
#include "gate/base/lfs_pointer.h"
#include "checks/dependencies/format.h"

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line, oid = {0}, size = {0};
	struct pin *pin;
	uint64_t bytes;
	uint32_t number = 0, oid_line = 0;

	while (text_next_line(&rest, &line)) {
		size_t space = text_find(line, text_of(" "));

		number++;
		if (space == line.len)
			return document_error(document, number, 1, err,
				"a line of the pointer that is not \"key value\"");
		if (text_is(text_slice(line, 0, space), "oid")) {
			oid = text_slice(line, space + 1, line.len);
			oid_line = number;
		}
		if (text_is(text_slice(line, 0, space), "size"))
			size = text_slice(line, space + 1, line.len);
	}
	if (oid.len == 0 || !text_to_uint(size, UINT64_MAX, &bytes))
		return document_error(
			document, 1, 1, err, "a pointer of Git LFS without an oid or size");
	if (lock_pin(lock,
		    &(struct pin){.name = document->path,
			    .flags = PIN_REFERENCE,
			    .line = oid_line,
			    .column = 1},
		    &pin, err) < 0)
		return -1;
	return pin_tagged(lock, pin, oid, err);
}

static bool is(struct text path, struct text content)
{
	(void)path;
	return lfs_pointer_is(content);
}

/* What is usually kept there: nothing else has to be read for its first line. */
static const char *const globs[] = {
	"*.{bin,safetensors,gguf,onnx,pt,pth,ckpt,h5,hdf5,npz,npy,pkl,tflite,pb,parquet,arrow}",
	"*.{zip,gz,bz2,xz,zst,7z,tar,tgz,jar,whl,deb,rpm,iso,dmg,exe,dll,so,dylib,a,lib}",
	"*.{png,jpg,jpeg,gif,webp,psd,tif,tiff,svg,mp4,mov,mp3,wav,ogg,pdf,ttf,otf,woff2,fbx,blend,"
	"uasset,umap}",
	NULL};

extern const struct format format_lfs_pointer;

const struct format format_lfs_pointer = {.name = "lfs-pointer",
	.ecosystem = "lfs",
	.globs = globs,
	.domain = DOMAIN_FILE,
	.is = is,
	.by_content = true,
	.read = read};
