"""What people and peers assert, of a closed list of classes; manual evidence under four eyes."""
